using System.Collections.Frozen;

namespace BelmAgent.Planning.FreeText;

/// <summary>Worn things and the part of the body where they are always worn: "with a crown" needs no "on its head".</summary>
internal static class Worn
{
    private static readonly (FrozenSet<string> Things, FrozenSet<string> Places)[] All =
    [
        (Set("hat cap crown helmet tiara beret hood beanie wig turban headband headphones veil"), Set("head hair")),
        (Set("glasses sunglasses goggles eyeglasses mask spectacles monocle"), Set("face eyes eye nose head")),
        (Set("necklace scarf tie bowtie collar pendant chain medal bell leash"), Set("neck")),
        (Set("earring earrings"), Set("ear ears")),
        (Set("ring rings"), Set("finger fingers hand hands")),
        (Set("bracelet watch"), Set("wrist arm hand")),
        (Set("glove gloves mittens"), Set("hand hands")),
        (Set("shoes boots socks sandals sneakers slippers"), Set("feet foot")),
        (Set("backpack cape"), Set("back shoulder shoulders")),
        (Set("belt"), Set("waist")),
    ];

    /// <summary>Returns whether a thing is by nature worn on a part of the body.</summary>
    public static bool IsOn(string thing, string part) => All.Any(entry => entry.Things.Contains(thing) && entry.Places.Contains(part));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
