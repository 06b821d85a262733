using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace BelmAgent.Host.Tests.Architecture;

/// <summary>Which folder of a project uses which, read from the compiled assembly and the source files that its symbols name.</summary>
internal sealed class FolderGraph
{
    /// <summary>Stands for the files that lie in a folder itself, beside its sub-folders.</summary>
    public const string OwnFiles = ".";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // Custom debug information of types without code (portable PDB format, "Type Definition Document").
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly SortedDictionary<string, SortedDictionary<(string From, string To), string>> _levels = new(StringComparer.Ordinal);

    /// <summary>Gets all uses between parts of one folder: a part is a sub-folder with all below it, or <see cref="OwnFiles"/>.</summary>
    public IEnumerable<(string Folder, string From, string To, string Example)> Uses =>
        _levels.SelectMany(level => level.Value.Select(use => (level.Key, use.Key.From, use.Key.To, use.Value)));

    /// <summary>Reads an assembly whose symbols lie beside it.</summary>
    /// <param name="assembly">The compiled project.</param>
    /// <param name="project">The folder of the project.</param>
    public static FolderGraph Read(Assembly assembly, string project)
    {
        var folders = Folders(assembly, project);
        var graph = new FolderGraph();
        foreach (var (type, folder) in folders)
        {
            foreach (var used in UsedBy(type).Where(used => folders.ContainsKey(used) && folders[used] != folder))
            {
                graph.Add(folder, folders[used], $"{type.Name} uses {used.Name}");
            }
        }

        return graph;
    }

    /// <summary>Adds a use of something in one folder by something in another.</summary>
    public void Add(string folder, string usedFolder, string example)
    {
        string[] from = [.. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)], to = [.. usedFolder.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        var shared = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        var level = string.Join('/', from[..shared]);
        _levels.TryAdd(level, []);
        _levels[level].TryAdd((from.ElementAtOrDefault(shared) ?? OwnFiles, to.ElementAtOrDefault(shared) ?? OwnFiles), example);
    }

    /// <summary>Finds the uses that lie on a cycle, one line each.</summary>
    public IReadOnlyList<string> FindCycles() =>
        [.. Uses.Where(use => Reaches(use.Folder, use.To, use.From)).Select(use => $"{use.Folder}/: {use.From} → {use.To} ({use.Example})")];

    private bool Reaches(string level, string from, string to)
    {
        HashSet<string> seen = [from];
        Queue<string> next = new(seen);
        while (next.TryDequeue(out var part))
        {
            foreach (var use in _levels[level].Keys.Where(use => use.From == part && seen.Add(use.To)))
            {
                next.Enqueue(use.To);
            }
        }

        return seen.Contains(to);
    }

    // Generated types have no file in the project, and are left out with all that they use.
    private static Dictionary<Type, string> Folders(Assembly assembly, string project)
    {
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var reader = symbols.GetMetadataReader();
        return assembly.GetTypes().Where(type => !type.IsNested)
            .Select(type => (Type: type, Folder: Documents(reader, type).Select(document => Folder(document, project)).FirstOrDefault(folder => folder is not null)))
            .Where(entry => entry.Folder is not null)
            .ToDictionary(entry => entry.Type, entry => entry.Folder!);
    }

    private static string? Folder(string document, string project)
    {
        var root = $"/src/{project}/";
        var path = document.Replace('\\', '/');
        var start = path.LastIndexOf(root, StringComparison.Ordinal);
        var folder = start < 0 ? null : Path.GetDirectoryName(path[(start + root.Length)..])!.Replace('\\', '/');
        return folder is null || folder.StartsWith("obj/", StringComparison.Ordinal) ? null : folder;
    }

    private static IEnumerable<string> Documents(MetadataReader reader, Type type)
    {
        var methods = WithNested(type).SelectMany(each => each.GetMethods(Declared).Cast<MethodBase>().Concat(each.GetConstructors(Declared)))
            .Select(method => reader.GetMethodDebugInformation(MetadataTokens.MethodDebugInformationHandle(method.MetadataToken & 0xFFFFFF)).Document);
        var declared = reader.GetCustomDebugInformation(MetadataTokens.EntityHandle(type.MetadataToken))
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == TypeDocuments)
            .SelectMany(information => DocumentsOf(reader.GetBlobReader(information.Value)));
        return methods.Concat(declared).Where(document => !document.IsNil).Select(document => reader.GetString(reader.GetDocument(document).Name));
    }

    private static List<DocumentHandle> DocumentsOf(BlobReader blob)
    {
        List<DocumentHandle> documents = [];
        while (blob.RemainingBytes > 0)
        {
            documents.Add(MetadataTokens.DocumentHandle(blob.ReadCompressedInteger()));
        }

        return documents;
    }

    private static IEnumerable<Type> WithNested(Type type) => type.GetNestedTypes(Declared).SelectMany(WithNested).Prepend(type);

    private static IEnumerable<Type> UsedBy(Type type) =>
        WithNested(type).SelectMany(Mentioned).SelectMany(Parts).Select(Outermost).Where(used => used != type).Distinct();

    private static IEnumerable<Type?> Mentioned(Type type)
    {
        var methods = type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).ToArray();
        return new[] { type.BaseType }
            .Concat(type.GetInterfaces())
            .Concat(type.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()))
            .Concat(type.GetCustomAttributesData().SelectMany(Mentioned))
            .Concat(type.GetFields(Declared).Select(field => field.FieldType))
            .Concat(methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(methods.SelectMany(Body));
    }

    private static IEnumerable<Type?> Mentioned(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.Select(argument => argument.Value as Type).Append(attribute.AttributeType);

    private static IEnumerable<Type?> Body(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return [];
        }

        var caught = body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType);
        return body.LocalVariables.Select(local => local.LocalType).Concat(caught)
            .Concat(Tokens(body.GetILAsByteArray()!).SelectMany(token => Mentioned(method, token)));
    }

    private static IEnumerable<Type?> Mentioned(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, typeArguments, method.IsGenericMethod ? method.GetGenericArguments() : null);
        return member switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } called => [called.DeclaringType, called.ReturnType, .. called.GetGenericArguments()],
            MethodInfo called => [called.DeclaringType, called.ReturnType],
            _ => [member?.DeclaringType],
        };
    }

    // Operands that name a type, a method or a field.
    private static List<int> Tokens(byte[] code)
    {
        List<int> tokens = [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)((code[at] << 8) | code[at + 1])) : code[at];
            var opCode = OpCodes[value];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                tokens.Add(BitConverter.ToInt32(code, at));
            }

            at += opCode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }

        return tokens;
    }

    private static IEnumerable<Type> Parts(Type? type) => type switch
    {
        null => [],
        { HasElementType: true } => Parts(type.GetElementType()),
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static Type Outermost(Type type) => type is { IsNested: true, IsGenericParameter: false } ? Outermost(type.DeclaringType!) : type;
}
