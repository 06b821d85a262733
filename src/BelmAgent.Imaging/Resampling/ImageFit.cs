namespace BelmAgent.Imaging.Resampling;

/// <summary>How a picture of any shape comes to the size that a model works at.</summary>
public enum ImageFit
{
    /// <summary>The largest centred part of the target's shape; the rest is cut off.</summary>
    CenterCrop,

    /// <summary>The whole picture, centred, its edge pixels repeated into the space beside it.</summary>
    Pad,

    /// <summary>The whole picture within the target's size, its own shape kept, both sides rounded to a multiple.</summary>
    Fit,

    /// <summary>The whole picture at exactly the target's size; its shape changes.</summary>
    Stretch,
}
