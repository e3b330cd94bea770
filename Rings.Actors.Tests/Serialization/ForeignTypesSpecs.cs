using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Akka.TestKit;
using Rings.Actors.Serialization;
using Rings.Actors.Settings;
using Rings.Protocol;
using static Rings.Actors.Public.RingsNodeProtocol;

namespace Rings.Actors.Tests.Serialization;

/// <summary>Bytes from a member of the cluster that has been taken over: they name types that no message has.</summary>
public sealed class ForeignTypesSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly Config Settings = ConfigurationFactory.ParseString(
        """akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit" """)
        .WithFallback(NodeSettings.ReferenceConfig());

    private readonly RingsNodeSerializer _serializer;
    private readonly HyperionSerializer _unguarded;
    private readonly SendPlain _good = new(Did.Zero, "chat/1", [1, 2, 3]);

    public ForeignTypesSpecs()
        : base(Settings)
    {
        _serializer = new((ExtendedActorSystem)Sys);
        _unguarded = new((ExtendedActorSystem)Sys, HyperionSerializerSettings.Default
            .WithPreserveObjectReference(false).WithVersionTolerance(false).WithDisallowUnsafeType(false));
    }

    public static TheoryData<string> Foreign => [.. Objects.Keys];

    private static Dictionary<string, Func<object>> Objects { get; } = new()
    {
        ["an exception"] = () => new InvalidOperationException("built by a stranger"),
        ["a list"] = () => new List<int> { 1, 2, 3 },
        ["a file"] = () => new FileInfo("/etc/hostname"),
        ["a delegate"] = () => (Func<int, int>)Math.Abs,
        ["a public type of ours that is no message"] = () => new Uninvited { Path = "/etc/hostname" },
        ["a foreign type inside a good message"] = () => new Borrowed(new Uninvited { Path = "/etc/hostname" }),
        ["an array of foreign types"] = () => new[] { new Uninvited { Path = "a" } },
    };

    [Theory, MemberData(nameof(Foreign))]
    public void A_type_that_no_message_has_is_not_built(string name)
    {
        var bytes = _unguarded.ToBinary(Objects[name]());
        Uninvited.Built = 0;

        var refusal = Record.Exception(() => _serializer.FromBinary(bytes, _serializer.Manifest(_good)));

        Assert.IsType<System.Runtime.Serialization.SerializationException>(refusal);
        Assert.Equal(0, Uninvited.Built);
    }

    [Fact]
    public void A_message_under_the_name_of_another_is_refused()
    {
        var others = _serializer.ToBinary(new Lookup(Did.Zero));
        var named = _unguarded.ToBinary(new Lookup(Did.Zero));

        foreach (var bytes in new[] { others, named })
        {
            Assert.IsType<System.Runtime.Serialization.SerializationException>(
                Record.Exception(() => _serializer.FromBinary(bytes, _serializer.Manifest(_good))));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("SendPlain")]
    [InlineData("SendPlain-0123456789abcdef")]
    [InlineData("NoSuchMessage-0123456789abcdef")]
    [InlineData("ICommand-0123456789abcdef")]
    [InlineData("Rings.Actors.Public.RingsNodeProtocol+SendPlain, Rings.Actors")]
    public void A_message_of_another_version_is_refused_and_told_by_its_name(string manifest)
    {
        var bytes = _serializer.ToBinary(_good);

        EventFilter.Warning(contains: $"other fields: {manifest}. ").Expect(1, () =>
            Assert.IsType<System.Runtime.Serialization.SerializationException>(
                Record.Exception(() => _serializer.FromBinary(bytes, manifest))));
    }

    [Fact]
    public void What_is_no_message_of_a_node_is_not_written() =>
        Assert.All<object>([new Uninvited(), "text", new List<int>()], other =>
        {
            Assert.Throws<System.Runtime.Serialization.SerializationException>(() => _serializer.ToBinary(other));
            Assert.Throws<System.Runtime.Serialization.SerializationException>(() => _serializer.Manifest(other));
        });

    [Fact]
    public void A_refusal_is_logged_once_a_minute()
    {
        var clock = (TestScheduler)Sys.Scheduler;
        var bytes = _unguarded.ToBinary(new Uninvited());
        EventFilter.Warning(contains: nameof(Uninvited)).Expect(1, () => Refuse(bytes, times: 50));
        clock.Advance(TimeSpan.FromSeconds(59));
        EventFilter.Warning(contains: nameof(Uninvited)).Expect(0, () => Refuse(bytes, times: 50));
        clock.Advance(TimeSpan.FromSeconds(2));
        EventFilter.Warning(contains: nameof(Uninvited)).Expect(1, () => Refuse(bytes, times: 50));
    }

    [Fact]
    public void Bytes_that_are_no_message_are_refused_and_build_nothing()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var good = _serializer.ToBinary(_good);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next();
            var cut = bytes[..random.Next(1, bytes.Length + 1)];
            var outcome = Record.Exception(() => _serializer.FromBinary(cut, _serializer.Manifest(_good)));
            Assert.True(
                outcome is null or System.Runtime.Serialization.SerializationException, $"seed {seed}, {i}: {outcome}");
        }
    }

    private void Refuse(byte[] bytes, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.NotNull(Record.Exception(() => _serializer.FromBinary(bytes, _serializer.Manifest(_good))));
    }

    /// <summary>Stands for the types whose making does harm.</summary>
    private sealed class Uninvited
    {
        public static int Built;

        public string Path { get; set { field = value; Built++; } } = "";
    }

    /// <summary>A message that a stranger's build has: of the right family, with a field that ours lacks.</summary>
    private sealed record Borrowed(object Inside);
}
