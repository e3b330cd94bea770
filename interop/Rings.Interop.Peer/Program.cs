using Rings.Interop.Peer;

await using var peers = new PeerProcess(new LineWriter(Console.OpenStandardOutput()));
peers.Hello();
using var input = new StreamReader(Console.OpenStandardInput());
while (await input.ReadLineAsync() is { } line)
{
    if (!await peers.HandleAsync(line))
        break;
}
