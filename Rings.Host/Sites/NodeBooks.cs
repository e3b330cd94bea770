using Rings.Host.Names;
using Rings.Host.Services;

namespace Rings.Host.Sites;

/// <summary>What the owner of a node wrote down: whom he knows, and what he publishes.</summary>
/// <param name="Names">The address book.</param>
/// <param name="Sites">The sites.</param>
/// <param name="Keeper">Keeps the sites in the ring.</param>
/// <param name="Opened">The services of others that he opened.</param>
/// <param name="Months">What his entrances carried this month.</param>
internal sealed record NodeBooks(NameBook Names, SiteBook Sites, SiteKeeper Keeper, OpenedServices Opened, EntranceMonths Months);
