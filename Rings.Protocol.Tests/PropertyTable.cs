namespace Rings.Protocol.Tests;

/// <summary>
/// Properties of a core, by name: each says what it saw that is wrong, or null. All hold while the core keeps its rules, and
/// every rule that is broken on purpose makes one of them fail: else nobody would notice that it is gone.
/// </summary>
/// <typeparam name="TRules">The core's rules, flags of which none is set in any other use.</typeparam>
/// <param name="properties">The properties.</param>
internal sealed class PropertyTable<TRules>(params (string Name, Func<TRules, string?> Property)[] properties)
    where TRules : struct, Enum
{
    private readonly Dictionary<string, Func<TRules, string?>> _all =
        properties.ToDictionary(each => each.Name, each => each.Property, StringComparer.Ordinal);

    /// <summary>The names of the properties.</summary>
    public TheoryData<string> Names => [.. _all.Keys];

    /// <summary>The names of the rules.</summary>
    public TheoryData<string> Rules =>
        [.. Enum.GetValues<TRules>().Where(rule => !rule.Equals(default(TRules))).Select(rule => rule.ToString())];

    /// <summary>What is wrong with a property while all rules are kept.</summary>
    public string? WhatIsWrong(string name) => _all[name](default);

    /// <summary>The first property that fails while a rule is broken; null where nobody notices.</summary>
    public string? WhoNotices(string rule)
    {
        var broken = Enum.Parse<TRules>(rule);
        return _all.FirstOrDefault(property => property.Value(broken) is not null).Key;
    }
}
