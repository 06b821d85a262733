using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>The inputs of a batch: each row its latent and its text embedding, all with the same timestep.</summary>
internal sealed record UnetRows(LatentShape Shape, float Timestep, IReadOnlyList<float[]> Latents, IReadOnlyList<float[]> Embeddings)
{
    public int Count => Latents.Count;
}
