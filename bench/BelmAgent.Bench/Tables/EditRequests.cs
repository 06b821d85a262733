namespace BelmAgent.Bench.Tables;

/// <summary>Sixty requests over sixty scenes: fifteen each of colour, object, sky and ground.</summary>
internal static class EditRequests
{
    private static readonly string[] Slots = ["left", "center", "right"];
    private static readonly string[] Colors = ["red", "blue", "green", "yellow", "purple", "white"];
    private static readonly string[] Kinds = ["house", "tree", "car", "boat", "ball", "cat"];
    private static readonly Dictionary<string, string> Skies = new()
    {
        ["day"] = "make the sky blue",
        ["sunset"] = "make it sunset",
        ["night"] = "make it night",
        ["overcast"] = "make the sky overcast",
    };

    private static readonly Dictionary<string, string> Grounds = new()
    {
        ["grass"] = "put it on grass",
        ["sand"] = "put it on sand",
        ["snow"] = "put it on snow",
        ["water"] = "put it on water",
    };

    /// <summary>The request for a scene, its kind, and the head and label that it asks for.</summary>
    public static (string Kind, string Request, string Head, string Label) For(int index, Scene scene)
    {
        var random = new Random(1000 + index);
        string Other(IEnumerable<string> all, string now) => all.Where(one => one != now).ElementAt(random.Next(all.Count() - 1));

        var slot = Slots.First(candidate => scene.Attributes[$"object_{candidate}"] != "none");
        var (kind, color) = (scene.Attributes[$"object_{slot}"], scene.Attributes[$"color_{slot}"]);
        var where = slot == "center" ? "in the center" : $"on the {slot}";
        switch (index % 4)
        {
            case 0:
                var paint = Other(Colors, color);
                return ("colour", $"make the {kind} {where} {paint}", $"color_{slot}", paint);
            case 1:
                var thing = Other(Kinds, kind);
                return ("object", $"replace the {kind} {where} with a {thing}", $"object_{slot}", thing);
            case 2:
                var sky = Other(Skies.Keys, scene.Attributes["sky"]);
                return ("sky", Skies[sky], "sky", sky);
            default:
                var ground = Other(Grounds.Keys, scene.Attributes["ground"]);
                return ("ground", Grounds[ground], "ground", ground);
        }
    }
}
