using System.ComponentModel;
using System.Globalization;

namespace Rings.Protocol;

/// <summary>Turns text into a <see cref="Did"/> and back, for configuration and command lines.</summary>
internal sealed class DidTypeConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    /// <inheritdoc/>
    /// <exception cref="ProtocolException">The text is no Did.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? Did.Parse(text) : base.ConvertFrom(context, culture, value);

    /// <inheritdoc/>
    public override object? ConvertTo(
        ITypeDescriptorContext? context, CultureInfo? culture, object? value, Type destinationType) =>
        destinationType == typeof(string) && value is Did did
            ? did.ToString()
            : base.ConvertTo(context, culture, value, destinationType);
}
