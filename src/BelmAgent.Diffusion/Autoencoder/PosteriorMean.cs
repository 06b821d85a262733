using BelmAgent.Diffusion.Graphs;
using BelmAgent.Diffusion.Models;
using Google.Protobuf;

namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>
/// Makes an encoder deterministic if it draws its latent inside the graph, mean + exp(½·log-variance)·noise, as diffusers' export
/// script and early optimum write it: the sum is replaced by the mean, and everything after it stays.
/// </summary>
/// <remarks>
/// The pattern is recognised by the structure of the graph, never by name. Nothing is cached: validating a cached graph would take as
/// long as editing it.
/// </remarks>
internal static class PosteriorMean
{
    private static readonly string[] Normal = ["RandomNormal", "RandomNormalLike"];
    private static readonly string[] OtherRandom = ["RandomUniform", "RandomUniformLike", "Bernoulli", "Multinomial"];

    /// <summary>Reads an encoder and removes its noise.</summary>
    /// <param name="path">The ONNX file; weights beside it are not read.</param>
    /// <returns>The edited file; null if it draws nothing.</returns>
    /// <exception cref="ModelException">The file is not an ONNX graph.</exception>
    /// <exception cref="ModelException">Something else than such a latent is drawn.</exception>
    public static byte[]? Expose(string path)
    {
        var model = Parse(path);
        return Expose(path, model.Graph) ? model.ToByteArray() : null;
    }

    internal static bool Expose(string path, GraphProto graph)
    {
        var drawn = graph.Node.SelectMany(node => node.WithInner()).Where(node => node.Is([.. Normal, .. OtherRandom])).ToList();
        if (drawn.Count == 0)
        {
            return false;
        }

        if (drawn is not [var noise] || !noise.Is(Normal) || !graph.Node.Contains(noise))
        {
            throw Refused(path, string.Join(", ", drawn.Select(node => $"{node.OpType} {node.Label()}")));
        }

        var index = new GraphIndex(graph);
        var (sum, mean) = Sum(noise, index) ?? throw Refused(path, $"{noise.OpType} {noise.Label()}, which is used differently");
        sum.OpType = "Identity";
        sum.Input.Clear();
        sum.Input.Add(mean);
        // The nodes that drew the noise are now unused, and a random tensor must not remain in a graph that is to be deterministic.
        GraphPruning.Apply(graph);
        return true;
    }

    private static (NodeProto Sum, string Mean)? Sum(NodeProto noise, GraphIndex index)
    {
        var (tensor, isScaled) = (noise.Output[0], false);
        while (index.Takers(tensor) is [var taker])
        {
            var (node, other) = (taker.Node, taker.Node.InputOrEmpty(1 - Math.Min(taker.Input, 1)));
            switch (node)
            {
                case var _ when node.Is("Cast", "Identity"):
                    break;
                case var _ when node.Is("Mul") && !isScaled && IsDeviation(other, index):
                    isScaled = true;
                    break;
                case var _ when node.Is("Add") && isScaled && index.Maker(other) is not null:
                    return (node, other);
                default:
                    return null;
            }

            tensor = node.Output[0];
        }

        return null;
    }

    private static bool IsDeviation(string tensor, GraphIndex index)
    {
        while (index.Maker(tensor) is { } maker)
        {
            if (maker.Is("Exp"))
            {
                return true;
            }

            if (!maker.Is("Cast", "Identity", "Sqrt"))
            {
                return false;
            }

            tensor = maker.Input[0];
        }

        return false;
    }

    private static ModelProto Parse(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is null ? throw ModelException.Broken(path, "it contains no graph") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw ModelException.Broken(path, "not an ONNX graph", e);
        }
    }

    private static ModelException Refused(string path, string found) => ModelException.DoesNotFit(
        path, "an encoder that gives latent_parameters, or one that draws its latent as mean + exp(log-variance ÷ 2)·noise", found);
}
