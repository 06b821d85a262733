using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BelmAgent.Diffusion.Models;

/// <summary>Identifies a model by its content, so that an inversion from another model is recognised.</summary>
public static class ModelFingerprint
{
    private const int WholeFileLimit = 64 << 20;
    private const int SampleLength = 1 << 20;

    /// <summary>Computes the SHA-256 over names, lengths and content of the files that determine what the pipeline computes.</summary>
    /// <param name="folder">A model folder.</param>
    /// <returns>64 lower-case hex digits.</returns>
    /// <remarks>Files up to 64 MiB are hashed entirely; of larger weights the first and the last MiB and the length are hashed.</remarks>
    public static string Compute(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string>)["scheduler", "text_encoder", "tokenizer", "unet", "vae_decoder", "vae_encoder"])
        {
            var path = Path.Combine(folder, part);
            if (!Directory.Exists(path))
            {
                continue;
            }

            foreach (var file in Directory.EnumerateFiles(path).Order(StringComparer.Ordinal))
            {
                Append(hash, $"{part}/{Path.GetFileName(file)}", file);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string name, string file)
    {
        using var stream = File.OpenRead(file);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, stream.Length);
        hash.AppendData(Encoding.UTF8.GetBytes(name));
        hash.AppendData(length);

        var buffer = new byte[SampleLength];
        var sampled = stream.Length > WholeFileLimit;
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, read));
            if (sampled && stream.Position < stream.Length - SampleLength)
            {
                stream.Position = stream.Length - SampleLength;
            }
        }
    }
}
