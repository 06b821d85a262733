namespace BelmAgent.Diffusion.Text;

/// <summary>The embeddings of the prompts that were used last.</summary>
/// <param name="capacity">How many are kept, at least 1.</param>
/// <remarks>Safe to share between threads.</remarks>
internal sealed class EmbeddingCache(int capacity)
{
    private readonly Dictionary<string, LinkedListNode<(string Prompt, float[] Embedding)>> _byPrompt = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Prompt, float[] Embedding)> _byUse = [];
    private readonly Lock _gate = new();

    /// <summary>Returns the embedding of a prompt, which then counts as used last; null when it is not kept.</summary>
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

    /// <summary>Keeps an embedding in the place of the one that was not used for longest.</summary>
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
