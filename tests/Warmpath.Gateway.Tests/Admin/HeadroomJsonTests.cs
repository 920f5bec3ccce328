using Warmpath.Gateway.Admin.Keys;
using Warmpath.Routing.Fleet;

namespace Warmpath.Gateway.Tests.Admin;

public class HeadroomJsonTests
{
    [Fact]
    public void A_class_of_which_no_limit_is_known_is_left_out()
    {
        var byClass = HeadroomJson.ByClass(
        [
            new HeadroomView("sonnet-5-5", null, new BucketView(60_000, 5), null), new HeadroomView("haiku-5-5", null, null, null), new HeadroomView("models", null, null, null),
        ]);

        Assert.Equal(["sonnet-5-5"], byClass.Keys);
    }
}
