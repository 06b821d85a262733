namespace BelmAgent.Diffusion.Text;

/// <summary>Caches the embeddings of recently used prompts.</summary>
/// <param name="capacity">The number of cached embeddings, at least 1.</param>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class EmbeddingCache(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<(string Prompt, float[] Embedding)>> _byPrompt = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Prompt, float[] Embedding)> _byUse = [];
    private readonly Lock _gate = new();

    /// <summary>Returns the embedding of a prompt and marks it as most recently used; null if it is not cached.</summary>
    public float[]? Find(string prompt)
    {
        lock (_gate)
        {
            if (!_byPrompt.TryGetValue(prompt, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Embedding;
        }
    }

    /// <summary>Adds an embedding, replacing the least recently used one.</summary>
    public void Keep(string prompt, float[] embedding)
    {
        lock (_gate)
        {
            if (_byPrompt.Remove(prompt, out var old))
            {
                _byUse.Remove(old);
            }
            else if (_byPrompt.Count == capacity)
            {
                _byPrompt.Remove(_byUse.Last!.Value.Prompt);
                _byUse.RemoveLast();
            }

            _byPrompt.Add(prompt, _byUse.AddFirst((prompt, embedding)));
        }
    }
}
