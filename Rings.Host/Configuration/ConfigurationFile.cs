using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using Rings.Actors.Settings;
using Rings.Host.Cli;
using Rings.Host.Node;

namespace Rings.Host.Configuration;

/// <summary>
/// Reads a user's configuration and holds it against the reference: a wrong key or value names file, line, key and what
/// was expected.
/// </summary>
internal static partial class ConfigurationFile
{
    /// <summary>The ranges of all keys, from where they stand.</summary>
    private static readonly SettingRanges[] Ranges =
        [SettingRanges.OfTheNode, SettingRanges.Read(HostSettings.ReferenceText())];

    /// <summary>The file that the command line names, or the data directory's, or nothing.</summary>
    /// <exception cref="UserErrorException">The file breaks a rule.</exception>
    public static Config Of(CommandContext context)
    {
        if (context.Parsed.GetValue(GlobalOptions.ConfigFile) is { } named) return Read(named, HostSettings.Reference());
        return File.Exists(context.Data.ConfigFile)
            ? Read(context.Data.ConfigFile, HostSettings.Reference())
            : Config.Empty;
    }

    /// <summary>Reads a file and checks it.</summary>
    /// <param name="path">The user's file.</param>
    /// <param name="reference">Every key with its default; a value's form there is what a user's value must
    /// have.</param>
    /// <returns>The user's values alone; merge them over the reference.</returns>
    /// <exception cref="UserErrorException">The file breaks a rule.</exception>
    public static Config Read(string path, Config reference)
    {
        const int MaxLength = 1024 * 1024;
        if (!File.Exists(path)) throw new UserErrorException($"there is no configuration file {path}");
        var text = File.ReadAllText(path);
        if (text.Length > MaxLength) throw new UserErrorException($"{path} is longer than {MaxLength} characters");
        return Parse(path, text, reference);
    }

    /// <summary>The same for a text; <paramref name="name"/> stands for it in errors.</summary>
    public static Config Parse(string name, string text, Config reference)
    {
        var lines = HoconKeys.Read(name, text);
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(text);
        }
        catch (Exception error) when (error is FormatException or NullReferenceException or ConfigurationException)
        {
            throw new UserErrorException($"{name}: {error.Message}", error);
        }

        foreach (var (key, value) in Leaves("", config.Root))
        {
            var where = lines.TryGetValue(key, out var line) ? $"{name}, line {line}" : name;
            Check(where, key, value, reference);
        }

        return config;
    }

    private static void Check(string where, string key, HoconValue value, Config reference)
    {
        if (!key.StartsWith("rings.", StringComparison.Ordinal)) return; // Akka's own keys are Akka's to judge.
        if (!reference.HasPath(key))
            throw new UserErrorException($"{where}: there is no key '{key}'{Suggest(key, reference)}");

        var expected = Expected(reference.GetValue(key), value);
        if (expected is not null) throw new UserErrorException($"{where}: {key} = {Shown(value)}: expected {expected}");
        if (IsList(value)) return;
        foreach (var ranges in Ranges)
        {
            if (ranges.Expected(key, value.GetString() ?? "") is { } range)
                throw new UserErrorException($"{where}: {key} = {Shown(value)}: expected {range}");
        }
    }

    private static string? Expected(HoconValue model, HoconValue value)
    {
        if (IsList(model)) return IsList(value) ? null : "a list, such as [\"a\", \"b\"]";
        if (IsList(value) || value.IsObject()) return "a single value";
        var (form, text) = (model.GetString() ?? "", value.GetString() ?? "");
        if (Truth().IsMatch(form)) return Truth().IsMatch(text) ? null : "on or off";
        if (Duration().IsMatch(form))
            return Duration().IsMatch(text) ? null : "a time with its unit, such as 250ms, 15s or 2m";
        if (Size().IsMatch(form)) return Size().IsMatch(text) ? null : "a size with its unit, such as 64KiB or 1GiB";
        if (Whole().IsMatch(form)) return Whole().IsMatch(text) ? null : "a whole number";
        if (double.TryParse(form, CultureInfo.InvariantCulture, out _))
            return double.TryParse(text, CultureInfo.InvariantCulture, out _) ? null : "a number";
        return null;
    }

    // HoconValue.IsArray says no for an empty list.
    private static bool IsList(HoconValue value) => value.Values.Any(part => part is HoconArray);

    private static string Shown(HoconValue value) =>
        IsList(value) ? "[…]" : value.IsObject() ? "{…}" : value.GetString() ?? "null";

    private static string Suggest(string key, Config reference)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        var near = Leaves("", reference.Root).Select(leaf => leaf.Key)
            .Where(known => known.StartsWith("rings.", StringComparison.Ordinal))
            .FirstOrDefault(known => known.EndsWith("." + last, StringComparison.Ordinal));
        return near is null ? "" : $"; did you mean '{near}'?";
    }

    private static IEnumerable<(string Key, HoconValue Value)> Leaves(string path, HoconValue value)
    {
        if (!value.IsObject()) return path.Length == 0 ? [] : [(path, value)];
        return value.GetObject().Items.SelectMany(
            item => Leaves(path.Length == 0 ? item.Key : $"{path}.{item.Key}", item.Value));
    }

    [GeneratedRegex("^(on|off|true|false|yes|no)$")]
    private static partial Regex Truth();

    [GeneratedRegex(@"^\d+(\.\d+)? ?(ns|us|ms|s|m|h|d)$")]
    private static partial Regex Duration();

    [GeneratedRegex(@"^\d+(\.\d+)? ?(B|kB|KB|MB|GB|KiB|MiB|GiB|TiB)$")]
    private static partial Regex Size();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Whole();
}
