namespace Rings.Protocol.Tests.Identity;

/// <summary>Turns a switch of the whole process, so no other test runs beside these.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SignRecoverableGroup
{
    public const string Name = "EthECKey.SignRecoverable";
}
