using System.Text;
using System.Text.Json.Nodes;

namespace BelmAgent.Plugins.Tests.Endpoints;

/// <summary>Damages JSON as no server should: fields dropped, nulled, retyped, reordered and duplicated.</summary>
internal sealed class JsonMutation(Random random)
{
    /// <summary>Damages an object in one to three places.</summary>
    /// <returns>The text, in which a name may occur twice.</returns>
    public string Spoil(string json)
    {
        var root = JsonNode.Parse(json)!.AsObject();
        (JsonObject Parent, string Name)? doubled = null;
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var places = Places(root).ToList();
            if (places.Count == 0)
            {
                break;
            }

            var (parent, key) = places[random.Next(places.Count)];
            switch (random.Next(5))
            {
                case 0:
                    Remove(parent, key);
                    break;
                case 1:
                    Set(parent, key, null);
                    break;
                case 2:
                    Set(parent, key, Odd());
                    break;
                case 3 when parent is JsonObject fields:
                    Shuffle(fields);
                    break;
                case 4 when parent is JsonObject fields:
                    doubled = (fields, (string)key);
                    break;
                default:
                    ((parent as JsonArray) ?? root["choices"] as JsonArray)?.Add(Get(parent, key)?.DeepClone());
                    break;
            }
        }

        var text = new StringBuilder();
        Write(root, doubled, text);
        return text.ToString();
    }

    /// <summary>Drops, duplicates or swaps pieces of a stream, or none.</summary>
    public void Disorder(List<string> pieces)
    {
        var (at, other) = (random.Next(pieces.Count), random.Next(pieces.Count));
        switch (random.Next(6))
        {
            case 0:
                pieces.RemoveAt(at);
                break;
            case 1:
                pieces.Insert(at, pieces[other]);
                break;
            case 2:
                (pieces[at], pieces[other]) = (pieces[other], pieces[at]);
                break;
            default:
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode node) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Below(fields, field.Key, field.Value)),
        JsonArray entries => entries.SelectMany((entry, index) => Below(entries, index, entry)),
        _ => [],
    };

    private static IEnumerable<(JsonNode Parent, object Key)> Below(JsonNode parent, object key, JsonNode? value) =>
        [(parent, key), .. value is null ? [] : Places(value)];

    private static JsonNode? Get(JsonNode parent, object key) => key is int index ? parent[index] : parent[(string)key];

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is int index)
        {
            parent[index] = value;
        }
        else
        {
            parent[(string)key] = value;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (parent is JsonArray entries)
        {
            entries.RemoveAt((int)key);
        }
        else
        {
            parent.AsObject().Remove((string)key);
        }
    }

    private JsonNode Odd() => random.Next(12) switch
    {
        0 => JsonValue.Create(5),
        1 => JsonValue.Create(-1.5),
        2 => JsonValue.Create("x"),
        3 => JsonValue.Create(""),
        4 => JsonValue.Create(true),
        5 => new JsonArray(),
        6 => new JsonObject(),
        7 => new JsonArray(new JsonObject { ["type"] = "text", ["text"] = "y" }, null),
        8 => new JsonObject { ["error"] = new JsonArray() },
        9 => JsonValue.Create(1e300),
        10 => JsonValue.Create("\0\u001b[2J\u202e"),
        _ => new JsonArray(new JsonArray(new JsonArray(1))),
    };

    private void Shuffle(JsonObject fields)
    {
        var all = fields.ToArray();
        random.Shuffle(all);
        fields.Clear();
        foreach (var (name, value) in all)
        {
            fields[name] = value;
        }
    }

    private void Write(JsonNode? node, (JsonObject Parent, string Name)? doubled, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject fields:
                text.Append('{');
                foreach (var (name, value) in fields)
                {
                    for (var times = doubled == (fields, name) ? 2 : 1; times > 0; times--)
                    {
                        text.Append(text[^1] == '{' ? "" : ",").Append(JsonValue.Create(name).ToJsonString()).Append(':');
                        Write(times == 2 ? Odd() : value, doubled, text);
                    }
                }

                text.Append('}');
                break;
            case JsonArray entries:
                text.Append('[');
                foreach (var (index, entry) in entries.Index())
                {
                    text.Append(index == 0 ? "" : ",");
                    Write(entry, doubled, text);
                }

                text.Append(']');
                break;
            default:
                text.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
