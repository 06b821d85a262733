using BelmAgent.Diffusion.Models;

namespace BelmAgent.Diffusion.Tests.AttentionControl.Reference;

/// <summary>What a batch is given: each row its latent and its text embedding, all of them one timestep.</summary>
internal sealed record UnetRows(LatentShape Shape, float Timestep, IReadOnlyList<float[]> Latents, IReadOnlyList<float[]> Embeddings)
{
    public int Count => Latents.Count;
}
