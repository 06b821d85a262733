namespace BelmAgent.Imaging.Resampling;

/// <summary>Specifies how a picture of any shape is fitted to a model's size.</summary>
public enum ImageFit
{
    /// <summary>The largest centred part with the target's aspect ratio; the rest is cropped.</summary>
    CenterCrop,

    /// <summary>The entire picture, centred, with its edge pixels repeated around it.</summary>
    Pad,

    /// <summary>The entire picture within the target's size, aspect ratio kept, both sides rounded to a multiple.</summary>
    Fit,

    /// <summary>The entire picture at exactly the target's size; its aspect ratio changes.</summary>
    Stretch,
}
