using System.Collections.Frozen;

namespace BelmAgent.Planning.FreeText;

/// <summary>
/// Nouns for entire categories, by which a request may refer to a thing with another name in the caption: "the vehicle" is the taxi.
/// </summary>
internal static class Hypernyms
{
    private const string Birds = "bird parrot owl eagle crow raven pigeon dove swan duck goose geese chicken hen rooster penguin flamingo peacock sparrow robin hawk falcon "
        + "hummingbird kingfisher pelican heron stork ostrich turkey toucan canary cardinal magpie seagull gull woodpecker jay finch crane duckling chick";

    private const string Insects = "insect butterfly bee ladybug ladybird beetle ant dragonfly fly moth grasshopper mosquito wasp bumblebee mantis cricket caterpillar spider";

    private const string Mammals = "dog cat puppy kitten horse pony foal cow calf bull ox sheep lamb goat pig piglet donkey mule lion lioness tiger leopard cheetah panther bear panda "
        + "koala wolf fox deer elk moose reindeer rabbit bunny hare squirrel chipmunk hamster mouse mice rat hedgehog raccoon otter beaver badger skunk monkey gorilla "
        + "chimpanzee ape lemur elephant giraffe zebra rhino rhinoceros hippo hippopotamus camel llama alpaca kangaroo seal walrus whale dolphin bat sloth meerkat "
        + "collie corgi husky poodle pug bulldog greyhound retriever labrador beagle dachshund terrier shepherd chihuahua ferret jaguar lynx bison buffalo antelope gazelle";

    private const string Fish = "fish goldfish shark salmon tuna koi clownfish";

    private const string Others = "frog toad snake lizard turtle tortoise crocodile alligator gecko chameleon crab lobster octopus jellyfish snail dinosaur dragon unicorn starfish seahorse";

    private static readonly FrozenSet<string> AnimalNames = Set($"animal pet {Birds} {Insects} {Mammals} {Fish} {Others}");

    private static readonly FrozenDictionary<string, FrozenSet<string>> Kinds = new Dictionary<string, string>
    {
        ["animal creature pet"] = $"{Birds} {Insects} {Mammals} {Fish} {Others}",
        ["bird"] = Birds,
        ["insect bug"] = Insects,
        ["fish"] = Fish,
        ["dog"] = "collie corgi husky poodle pug bulldog greyhound retriever labrador beagle dachshund terrier shepherd chihuahua puppy",
        ["vehicle"] = "car taxi cab truck lorry van bus motorcycle motorbike scooter bicycle bike train tram jeep tractor ambulance wagon carriage boat ship plane airplane helicopter",
        ["car"] = "taxi cab jeep sedan convertible suv minivan automobile",
        ["boat ship vessel"] = "sailboat ship boat canoe kayak yacht ferry gondola raft rowboat vessel",
        ["fruit"] = "apple banana orange lemon lime strawberry strawberries cherry cherries grape pear peach mango pineapple watermelon melon kiwi plum berry berries blueberries raspberries grapefruit pomegranate avocado",
        ["vegetable"] = "carrot tomato potato broccoli cabbage cucumber lettuce pepper onion pumpkin corn eggplant",
        ["food dish meal"] = "pizza pasta spaghetti noodles rice bread steak salmon burger hamburger sandwich salad soup sushi cake pie pancake pancakes cookie cookies fries egg eggs chicken taco donut waffle cheese meat sausage fish",
        ["dessert"] = "cake pie cupcake cookie pudding donut pancake pancakes waffle tart macaron macarons muffin brownie",
        ["drink beverage"] = "coffee tea water milk juice wine beer cocktail lemonade soda latte cappuccino smoothie margarita champagne",
        ["flower plant blossom"] = "rose tulip sunflower daisy lily orchid lotus lavender peony poppy dandelion iris carnation hydrangea flower",
        ["tree plant"] = "palm pine oak maple willow birch cactus bonsai fir tree",
        ["building"] = "house castle tower church temple cabin hut cottage palace skyscraper barn lighthouse mansion villa cathedral pagoda windmill mosque shop store",
        ["furniture"] = "chair sofa couch table desk bed bench armchair stool cabinet bookshelf wardrobe",
        ["seat"] = "chair sofa couch bench armchair stool",
        ["instrument"] = "guitar violin piano drum drums trumpet flute saxophone cello harp accordion ukulele",
        ["fabric cloth"] = "blanket towel scarf curtain carpet tablecloth",
        ["clothes clothing outfit cloth costume"] = "dress shirt suit coat jacket sweater hoodie gown uniform blouse robe kimono sari t-shirt hoodie vest cloak tunic",
        ["top"] = "shirt sweater blouse t-shirt hoodie jacket",
        ["headwear"] = "hat cap crown helmet beret hood beanie",
        ["weapon"] = "sword gun bow spear rifle axe knife dagger",
        ["person human figure character subject"] = "man woman boy girl lady guy child kid baby astronaut soldier farmer doctor chef dancer king queen prince princess knight "
            + "wizard witch warrior samurai monk nun bride groom teacher student worker singer elf fairy superhero police policeman",
    }.SelectMany(entry => entry.Key.Split(' ').Select(name => (Name: name, entry.Value)))
        .GroupBy(entry => entry.Name, entry => entry.Value)
        .ToFrozenDictionary(kind => kind.Key, kind => Set(string.Join(' ', kind)), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Names = Set(string.Join(' ', Kinds.Where(kind => kind.Key is not ("person" or "human" or "figure" or "character" or "subject")).SelectMany(kind => kind.Value)));

    /// <summary>Returns the nouns that a category's name can stand for; empty if it is not a category.</summary>
    public static IEnumerable<string> For(string kind) =>
        Kinds.TryGetValue(kind, out var names) || (kind.EndsWith('s') && Kinds.TryGetValue(kind[..^1], out names)) ? names : [];

    /// <summary>
    /// Returns whether a word certainly names a thing, so that it forms a compound with a following noun: "cherry tree". Colours and
    /// materials do not.
    /// </summary>
    public static bool IsName(string word) => Names.Contains(word) && !WordSets.IsColor(word) && !WordSets.IsMaterial(word);

    /// <summary>Returns whether two nouns name things of the same category, so that "orange" beside "lemon" is not a colour.</summary>
    public static bool AreAlike(string noun, string other) => Kinds.Values.Any(names => names.Contains(noun) && names.Contains(other));

    /// <summary>Returns whether a noun names an animal.</summary>
    public static bool IsAnimal(string noun) => AnimalNames.Contains(noun) || (noun.EndsWith('s') && AnimalNames.Contains(noun[..^1]));

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
