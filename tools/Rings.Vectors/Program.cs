using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Vectors;

// usage: dotnet run --project tools/Rings.Vectors [--check] [FOLDER]: writes the JSON files, by default into vectors/; with --check
// writes nothing, and names those that differ from what the code makes.
var isCheck = args is ["--check", ..];
var folder = args.Skip(isCheck ? 1 : 0).FirstOrDefault("vectors");
var options = new JsonSerializerOptions
{
    WriteIndented = true,
    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
};
var files = new (string, JsonObject)[]
{
    ("identity.json", IdentityVectors.Make()),
    ("ed25519.json", Ed25519Vectors.Make()),
    ("wire.json", WireVectors.Make()),
    ("ring.json", RingVectors.Make()),
    ("paths.json", PathVectors.Make()),
    ("storage.json", StorageVectors.Make()),
    ("e2e.json", EndToEndVectors.Make()),
    ("secrets.json", SecretVectors.Make()),
    ("groups.json", GroupVectors.Make()),
    ("proofs.json", ProofVectors.Make()),
    ("circuits.json", CircuitVectors.Make()),
    ("swaps.json", SwapVectors.Make()),
    ("credentials.json", CredentialVectors.Make()),
    ("streams.json", StreamVectors.Make()),
};
var differing = 0;
foreach (var (name, content) in files)
{
    var path = Path.Combine(folder, name);
    var text = content.ToJsonString(options) + "\n";
    if (!isCheck)
    {
        File.WriteAllText(path, text);
        Console.WriteLine(path);
    }
    else if (!File.Exists(path) || File.ReadAllText(path) != text)
    {
        differing++;
        Console.WriteLine($"{path} is not what the code makes: dotnet run --project tools/Rings.Vectors");
    }
}

return differing == 0 ? 0 : 1;
