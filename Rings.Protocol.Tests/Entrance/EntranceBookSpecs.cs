using System.Net;
using Rings.Protocol.Entrance;
using Rings.Protocol.Services;

namespace Rings.Protocol.Tests.Entrance;

/// <summary>How much goes through an entrance.</summary>
public sealed class EntranceBookSpecs
{
    private static readonly IPAddress Source = IPAddress.Parse("192.0.2.7");
    private static readonly RingUrl Web = new(Did.Zero.Finger(3), ServiceName.Web);
    private static readonly RingUrl Shop = new(Did.Zero.Finger(3), ServiceName.Parse("shop"));
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 11, 29, 6, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Connections_in_all_have_a_bound()
    {
        var book = new EntranceBook(new EntranceLimits { Connections = 2, PerSource = 9 });
        Assert.Null(book.Enter(Source));
        Assert.Null(book.Enter(IPAddress.Loopback));

        Assert.Contains("2 connections are open", book.Enter(IPAddress.IPv6Loopback), StringComparison.Ordinal);
        book.Leave(Source);

        Assert.Null(book.Enter(IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::7", "2001:db8:1:3::7", false)]
    public void Connections_of_one_source_have_a_bound(string first, string second, bool isSame)
    {
        var book = new EntranceBook(new EntranceLimits { PerSource = 1 });
        Assert.Null(book.Enter(IPAddress.Parse(first)));

        Assert.Equal(isSame, book.Enter(IPAddress.Parse(second)) is not null);
        book.Leave(IPAddress.Parse(first));

        Assert.Null(book.Enter(IPAddress.Parse(first)));
    }

    [Fact]
    public void Connections_to_one_service_have_a_bound()
    {
        var book = new EntranceBook(new EntranceLimits { PerService = 1 });
        Assert.Null(book.Begin(Web, Start));

        Assert.Contains("1 connections to ring://", book.Begin(Web, Start), StringComparison.Ordinal);
        Assert.Null(book.Begin(Shop, Start));
        book.End(Web);

        Assert.Null(book.Begin(Web, Start));
        Assert.Equal([1, 1], book.Uses.Select(use => use.Connections));
        Assert.Equal([2, 1], book.Uses.OrderByDescending(use => use.Opened).Select(use => use.Opened));
    }

    [Fact]
    public void Bytes_of_a_service_go_at_its_rate_whatever_others_carry()
    {
        var book = new EntranceBook(new EntranceLimits { BytesPerSecond = 1000 });
        Assert.Null(book.Begin(Web, Start));
        Assert.Null(book.Begin(Shop, Start));

        Assert.Equal(TimeSpan.Zero, book.Carry(Web, 1000, Start));
        Assert.Equal(TimeSpan.FromSeconds(0.5), book.Carry(Web, 500, Start));
        Assert.Equal(TimeSpan.Zero, book.Carry(Shop, 1000, Start));
        Assert.Equal(TimeSpan.Zero, book.Carry(Web, 500, Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), book.Carry(Web, 2000, Start + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Bytes_of_a_month_are_used_up_and_the_next_has_new_ones()
    {
        var book = new EntranceBook(new EntranceLimits { BytesPerMonth = 1000 });
        Assert.Null(book.Begin(Web, Start));

        Assert.Equal(TimeSpan.Zero, book.Carry(Web, 999, Start));
        Assert.Null(book.Carry(Web, 1, Start));
        Assert.Contains("of this month are used", book.Begin(Shop, Start), StringComparison.Ordinal);
        Assert.Contains("of this month are used", book.Begin(Shop, Start - TimeSpan.FromDays(40)), StringComparison.Ordinal);

        Assert.Null(book.Begin(Shop, Start + TimeSpan.FromDays(3)));
        Assert.Equal(0, book.Month.Bytes);
    }

    [Fact]
    public void A_book_goes_on_where_the_one_before_ended_within_the_month_only()
    {
        var limits = new EntranceLimits { BytesPerMonth = 1000 };
        var before = new EntranceBook(limits);
        Assert.Null(before.Begin(Web, Start));
        Assert.Equal(TimeSpan.Zero, before.Carry(Web, 999, Start));

        var book = new EntranceBook(limits, before.Month);
        Assert.Null(book.Begin(Web, Start));
        Assert.Null(book.Carry(Web, 1, Start));

        Assert.Equal(1000, book.Month.Bytes);
        Assert.Contains("of this month are used", book.Begin(Shop, Start), StringComparison.Ordinal);
        Assert.Null(new EntranceBook(limits, book.Month).Begin(Shop, Start + TimeSpan.FromDays(40)));
    }

    [Fact]
    public void Ten_thousand_names_leave_256_entries_and_the_busiest_stays()
    {
        var book = new EntranceBook(new EntranceLimits());
        Assert.Null(book.Begin(Web, Start));
        Assert.Equal(TimeSpan.Zero, book.Carry(Web, 5000, Start));
        book.End(Web);
        for (var number = 0; number < 10_000; number++)
        {
            var service = Web with { Name = ServiceName.Parse($"x{number}") };
            Assert.Null(book.Begin(service, Start));
            book.End(service);
        }

        Assert.InRange(book.Uses.Count, 1, EntranceBook.MaxKept);
        Assert.Equal(new EntranceUse(Web, 0, 1, 5000), book.Uses[0]);
    }
}
