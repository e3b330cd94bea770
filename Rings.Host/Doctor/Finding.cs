namespace Rings.Host.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Says">What was found.</param>
/// <param name="Advice">What to do about it; empty where there is nothing to do.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Says, string Advice = "");
