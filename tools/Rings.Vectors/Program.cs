using System.Text.Json;
using System.Text.Json.Nodes;
using Rings.Vectors;

// usage: dotnet run --project tools/Rings.Vectors [FOLDER]: writes the JSON files, by default into vectors/.
var folder = args.Length > 0 ? args[0] : "vectors";
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
foreach (var (name, content) in files)
{
    var path = Path.Combine(folder, name);
    File.WriteAllText(path, content.ToJsonString(options) + "\n");
    Console.WriteLine(path);
}
