using System.Collections.Frozen;

namespace BelmAgent.Planning.FreeText;

/// <summary>Nouns with a relevant meaning: people, parts of bodies, and synonyms.</summary>
internal static class Nouns
{
    private static readonly FrozenSet<string> Women = Set("woman girl lady mother bride princess queen grandmother actress female wife daughter sister waitress witch women girls");

    private static readonly FrozenSet<string> Men = Set("man boy guy father groom prince king grandfather actor male husband son brother waiter wizard knight gentleman men boys");

    private static readonly FrozenSet<string> People = Set(
        "person people child children kid baby couple farmer doctor astronaut dancer soldier student teacher chef worker rider toddler crowd player singer nurse clown nun monk warrior samurai hiker artist painter fairy elf superhero sailor pirate ballerina model santa police athlete skier surfer");

    // Things that are drawn as if they were alive.
    private static readonly FrozenSet<string> Beings = Set(
        "doll puppet robot snowman mannequin angel mermaid alien skeleton zombie monster scarecrow minion gnome ghost statue figurine sculpture toy group");

    private static readonly FrozenSet<string> Parts = Set(
        "hair hairstyle haircut eye eyes face mouth head hand hands nose ear ears arm arms leg legs tail lips lip neck back beard feet foot finger nails nail wing wings fur skin teeth tongue "
        + "cheek cheeks eyebrow eyebrows feather feathers beak expression shoulder shoulders finger fingers wrist waist smile chest belly stomach knees lap body forehead chin horn horns mane paw paws coat shirt dress");

    private static readonly FrozenSet<string> Limbs = Set("head arm arms leg legs hand hands body foot feet wing wings");

    private static readonly FrozenSet<string> Generic = Set("animal subject object creature character figure thing person pet figure item");

    private static readonly FrozenSet<string>[] Synonyms =
    [
        Set("bike bicycle"), Set("car automobile"), Set("phone cellphone smartphone telephone"), Set("woman lady girl female"), Set("man guy boy male"),
        Set("child kid toddler baby boy girl"), Set("person man woman boy girl lady"), Set("people men women persons couple"), Set("sea ocean"), Set("sofa couch"),
        Set("puppy dog"), Set("kitten cat"), Set("bunny rabbit"), Set("airplane plane aeroplane aircraft"), Set("road street path"), Set("photo photograph picture image"),
        Set("television tv"), Set("glasses eyeglasses spectacles"), Set("boat ship"), Set("mug cup"), Set("jacket coat"), Set("hat cap"), Set("wood forest woods"),
        Set("bag handbag purse backpack"), Set("house home building"), Set("stone rock stones rocks"), Set("grass lawn meadow field"), Set("beach sand"), Set("desk table"),
        Set("motorcycle motorbike"), Set("house cabin cottage hut"), Set("dress gown"), Set("flower rose tulip sunflower daisy"), Set("truck lorry"),
    ];

    private static readonly string[] PersonEndings = ["man", "men", "woman", "women", "girl", "boy", "person"];

    /// <summary>Returns whether a noun names a person: "fisherman", "cowgirl".</summary>
    public static bool IsPerson(string noun) => Women.Contains(noun) || Men.Contains(noun) || People.Contains(noun)
        || (Array.Exists(PersonEndings, ending => noun.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && noun is not "snowman");

    /// <summary>Returns whether a noun names an actor: a person or an animal.</summary>
    public static bool IsAnimate(string noun) => IsPerson(noun) || Hypernyms.IsAnimal(noun) || Beings.Contains(noun);

    /// <summary>Returns whether a noun names something that drives, sails or flies.</summary>
    public static bool IsVehicle(string noun) => Hypernyms.For("vehicle").Any(name => NounFinder.Same(name, noun));

    /// <summary>Returns whether a noun names a part of a body, or something worn on it.</summary>
    public static bool IsPart(string noun) => Parts.Contains(noun);

    /// <summary>Returns whether a noun names a part that a pose moves.</summary>
    public static bool IsLimb(string noun) => Limbs.Contains(noun);

    /// <summary>Returns whether a noun stands for whatever the caption is about.</summary>
    public static bool IsGeneric(string noun) => Generic.Contains(noun);

    /// <summary>Returns synonyms for a thing, which a caption may use instead.</summary>
    public static IEnumerable<string> OtherNames(string noun) => Synonyms
        .Where(names => names.Contains(noun) || (noun.EndsWith('s') && names.Contains(noun[..^1])))
        .SelectMany(names => names)
        .Concat(Hypernyms.For(noun))
        .Where(name => !NounFinder.Same(name, noun))
        .Distinct();

    /// <summary>Returns "her", "his", "its" or "their".</summary>
    public static string OwnerOf(string noun) =>
        Women.Contains(noun) && !IsPlural(noun) ? "her"
        : Men.Contains(noun) && !IsPlural(noun) ? "his"
        : IsPlural(noun) ? "their"
        : "its";

    /// <summary>Returns "it" or "them".</summary>
    public static string PronounOf(string noun) => OwnerOf(noun) switch
    {
        "her" => "her",
        "his" => "him",
        "their" => "them",
        _ => "it",
    };

    private static bool IsPlural(string noun) =>
        noun is "people" or "men" or "women" or "children" || (noun.Length > 3 && noun.EndsWith('s') && !noun.EndsWith("ss", StringComparison.Ordinal));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
