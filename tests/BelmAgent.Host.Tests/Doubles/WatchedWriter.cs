using System.Text;

namespace BelmAgent.Host.Tests.Doubles;

/// <summary>Collects what is written, and calls back once when a word appears in it.</summary>
internal sealed class WatchedWriter(string? word, Action onSeen) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private bool _seen = word is null;

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (_gate)
        {
            _text.Append(value);
            if (!_seen && _text.ToString().Contains(word!, StringComparison.Ordinal))
            {
                _seen = true;
                onSeen();
            }
        }
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _text.ToString();
        }
    }
}
