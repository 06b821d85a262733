using System.ComponentModel.DataAnnotations;

namespace BelmAgent.Mcp.Configuration;

/// <summary>Options of the Model Context Protocol server. Configuration section <c>Belm:Mcp</c>.</summary>
public sealed class McpOptions
{
    /// <summary>Gets or sets how a tool's result shows a picture. Default: <see cref="McpPictures.Thumbnail"/>.</summary>
    [EnumDataType(typeof(McpPictures), ErrorMessage = "Belm:Mcp:Pictures must be Thumbnail, Link or None.")]
    public McpPictures Pictures { get; set; } = McpPictures.Thumbnail;

    /// <summary>Gets or sets the maximum size of a thumbnail in KiB, 16 to 1024. Default: 150.</summary>
    [Range(16, 1024, ErrorMessage = "Belm:Mcp:ThumbnailKibibytes must be 16 to 1024.")]
    public int ThumbnailKibibytes { get; set; } = 150;

    /// <summary>
    /// Gets or sets what the folders that a client announces (its roots) mean for importing files. Default: <see cref="ClientRoots.Narrow"/>.
    /// </summary>
    [EnumDataType(typeof(ClientRoots), ErrorMessage = "Belm:Mcp:Roots must be Ignore, Narrow or Widen.")]
    public ClientRoots Roots { get; set; } = ClientRoots.Narrow;

    /// <summary>Gets or sets how long the user may take to answer the question whether an edit may run, 10 s to 1 day. Default: 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ErrorMessage = "Belm:Mcp:ApprovalTimeout must be 00:00:10 to 1.00:00:00.")]
    public TimeSpan ApprovalTimeout { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>How a tool's result shows a picture; its id is always there.</summary>
public enum McpPictures
{
    /// <summary>A thumbnail of at most 512×512 pixels as an image block, and a link to the picture.</summary>
    Thumbnail,

    /// <summary>A link to the picture, for clients that refuse images in results.</summary>
    Link,

    /// <summary>Nothing but the id.</summary>
    None,
}

/// <summary>The meaning of a client's roots for importing files.</summary>
public enum ClientRoots
{
    /// <summary>None: only <c>Belm:Library:AllowedRoots</c> may be read.</summary>
    Ignore,

    /// <summary>Only what lies both under them and under <c>Belm:Library:AllowedRoots</c> may be read; if the latter are not configured, what lies under them.</summary>
    Narrow,

    /// <summary>They may be read in addition to <c>Belm:Library:AllowedRoots</c>.</summary>
    Widen,
}
