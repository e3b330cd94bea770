using Rings.Actors.Hosting;
using Rings.Protocol;
using Rings.Protocol.Identity;
using Rings.TestKit;

namespace Rings.Actors.Tests.Hosting;

public sealed class IdentityOptionsSpecs : IDisposable
{
    private static readonly RingId Ring = RingId.OfPublic("identity");
    private static readonly Instant Now = Instant.FromUnixMilliseconds(1_800_000_000_000);

    private readonly string _folder = Directory.CreateTempSubdirectory("rings-identity").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_key_file_is_made_once_and_is_the_same_did_with_a_new_session_each_time()
    {
        var first = Open(options => options.KeyFile(Path.Combine(_folder, "node.key")), seed: 1);
        var second = Open(options => options.KeyFile(Path.Combine(_folder, "node.key")), seed: 2);

        Assert.Equal(first.Account, second.Account);
        Assert.NotEqual(first.Delegation.Id, second.Delegation.Id);
        Assert.True(second.Delegation.IsSignedByAccount());
    }

    [Fact]
    public void Without_a_word_each_start_is_a_new_account()
    {
        Assert.NotEqual(Open(_ => { }, seed: 1).Account, Open(_ => { }, seed: 2).Account);
    }

    [Fact]
    public void A_delegation_for_another_ring_is_refused()
    {
        var foreign = new IdentityOptions().Open(RingId.OfPublic("another"), new SeededRandom(1), () => Now).Signer;

        Assert.Throws<ProtocolException>(() => Open(options => options.Signer(foreign), seed: 1));
    }

    private static Signer Open(Action<IdentityOptions> configure, int seed)
    {
        var options = new IdentityOptions();
        configure(options);
        return options.Open(Ring, new SeededRandom(seed), () => Now).Signer;
    }
}
