using Rings.Nat.Peer;

// usage: Rings.Nat.Peer offer|answer FOLDER SERVER[,SERVER…]: one side of a connection whose descriptions are exchanged
// as
// files in FOLDER. A TURN server is asked as user "rings" with the password "secret". Prints one line.
if (args is not ["offer" or "answer", var folder, var servers])
{
    Console.Error.WriteLine("usage: Rings.Nat.Peer offer|answer FOLDER SERVER[,SERVER...]");
    return 2;
}

await using var side = new NatSide(servers.Split(','), new DirectoryInfo(folder));
try
{
    Console.WriteLine(args[0] == "offer" ? await side.OfferAsync() : await side.AnswerAsync());
    return 0;
}
catch (Exception e) when (e is IOException or TimeoutException)
{
    Console.WriteLine($"failed: {e.Message}");
    return 1;
}
