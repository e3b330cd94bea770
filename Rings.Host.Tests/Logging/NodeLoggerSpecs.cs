using Rings.Host.Logging;

namespace Rings.Host.Tests.Logging;

/// <summary>Names in the log are those that a reader of it knows, whoever speaks.</summary>
public sealed class NodeLoggerSpecs
{
    [Theory]
    [InlineData(typeof(Rings.Actors.Node.RingsNode), "rings.node")]
    [InlineData(typeof(Rings.Actors.Serialization.RingsNodeSerializer), "rings.serialization")]
    [InlineData(typeof(Akka.Actor.LocalActorRef), "Akka.Actor.LocalActorRef")]
    public void A_part_of_the_node_has_one_name_for_all_its_classes(Type source, string name) =>
        Assert.Equal(name, NodeLogger.NameOf(source));
}
