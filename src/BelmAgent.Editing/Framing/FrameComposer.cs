using BelmAgent.Diffusion.Models;
using BelmAgent.Editing.Plans;
using BelmAgent.Imaging;
using BelmAgent.Imaging.Comparison;
using BelmAgent.Imaging.Composition;

namespace BelmAgent.Editing.Framing;

/// <summary>Puts an edit that was made in a frame back into the picture that it was made of.</summary>
internal static class FrameComposer
{
    // The model only recolours or relights here, so most of what no change of colours explains is the decoder's blur.
    private static readonly CompositionSettings Recoloring = new() { DrawStart = 0.3f, DrawEnd = 0.5f };

    // Another sky meets the silhouettes before it: no change of colours explains their edges, and the decoder draws them sharper than it blurs.
    private static readonly CompositionSettings Drawing = new();

    // Nothing of what was removed, and no line of another expression or pose, may shine through, as it would in a map of colours.
    private static readonly CompositionSettings Replacing = new() { DrawStart = -1, DrawEnd = 0 };

    // Small parts of what was removed may differ little from what is behind them.
    private static readonly CompositionSettings Removing = Replacing with { ChangeStart = 0.03f, ChangeEnd = 0.08f };

    // Another style is drawn anew everywhere: the source's detail is of the old one.
    private static readonly CompositionSettings Restyling = new() { DrawStart = -1, DrawEnd = 0, ChangeStart = -1, ChangeEnd = 0 };

    /// <summary>Composes an edit with its source.</summary>
    /// <param name="source">The whole picture, at its own size.</param>
    /// <param name="frame">Its frame.</param>
    /// <param name="reconstruction">The working picture as the autoencoder returns it unedited.</param>
    /// <param name="edited">The working picture as edited.</param>
    /// <param name="bound">One number per latent cell, 0 where the edit could not change anything; null for no bound.</param>
    /// <param name="shape">Size of the latent.</param>
    /// <param name="mask">One weight per pixel of the source, 0 where it must stay; empty for no mask.</param>
    /// <param name="kinds">The kinds of all changes between the source and the edit.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    public static RgbImage Compose(
        RgbImage source, WorkingFrame frame, RgbImage reconstruction, RgbImage edited, double[]? bound, LatentShape shape, ReadOnlyMemory<float> mask,
        IReadOnlyCollection<EditType> kinds, CancellationToken cancellationToken)
    {
        var settings = kinds.Contains(EditType.ChangeStyle) ? Restyling
            : kinds.Contains(EditType.DeleteObject) ? Removing
            : kinds.Any(kind => kind is EditType.ChangeContent or EditType.ChangePose) ? Replacing
            : kinds.All(kind => kind is EditType.ChangeColor or EditType.ChangeMaterial) ? Recoloring
            : Drawing;
        return EditComposition.Compose(
            source, frame.Region, frame.Shown(reconstruction), frame.Shown(edited), bound is null ? default : Plane(bound, shape, frame), mask,
            settings with { Continues = frame.MayContinue && bound is null }, cancellationToken);
    }

    // The decoder carries a change across the border of a cell, up to the next.
    private static float[] Plane(double[] bound, LatentShape shape, WorkingFrame frame)
    {
        var open = new ImageMask(shape.Width, shape.Height, Array.ConvertAll(bound, static cell => cell > 0)).Dilated(1);
        var plane = new float[frame.Placed.Width * frame.Placed.Height];
        for (var y = 0; y < frame.Placed.Height; y++)
        {
            for (var x = 0; x < frame.Placed.Width; x++)
            {
                plane[(y * frame.Placed.Width) + x] = Near(
                    ((frame.Placed.X + x + 0.5) * shape.Width / frame.Width) - 0.5, ((frame.Placed.Y + y + 0.5) * shape.Height / frame.Height) - 0.5);
            }
        }

        return plane;

        float Near(double x, double y)
        {
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            var (dx, dy) = (x - left, y - top);
            var above = (At(left, top) * (1 - dx)) + (At(left + 1, top) * dx);
            var below = (At(left, top + 1) * (1 - dx)) + (At(left + 1, top + 1) * dx);
            return (float)((above * (1 - dy)) + (below * dy));
        }

        double At(int x, int y) => open[Math.Clamp(x, 0, shape.Width - 1), Math.Clamp(y, 0, shape.Height - 1)] ? 1 : 0;
    }
}
