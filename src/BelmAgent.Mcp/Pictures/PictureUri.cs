namespace BelmAgent.Mcp.Pictures;

/// <summary>Addresses of pictures as resources.</summary>
internal static class PictureUri
{
    /// <summary>The template of the pictures' addresses.</summary>
    public const string Template = "belm://images/{image_id}";

    /// <summary>Returns the address of a picture.</summary>
    public static string Create(string imageId) => $"belm://images/{imageId}";
}
