namespace BelmAgent.Diffusion.Autoencoder;

/// <summary>Decodes one tile.</summary>
/// <param name="latent">The unscaled latent, channel by channel.</param>
/// <param name="pixels">Receives the tile's picture, channel by channel.</param>
internal delegate void DecodeTile(ReadOnlySpan<double> latent, Span<float> pixels);
