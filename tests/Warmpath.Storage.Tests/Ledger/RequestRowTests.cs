using CsCheck;
using Warmpath.Storage.Ledger;

namespace Warmpath.Storage.Tests.Ledger;

public class RequestRowTests
{
    [Fact]
    public void A_row_always_comes_back_from_its_columns_as_it_went_in() => LedgerGen.Row.Sample(row =>
    {
        var read = RequestRow.From(row).ToLedgerRow();
        Assert.Equal(row.Attempts, read.Attempts);
        Assert.Equal(row.Touches, read.Touches);
        Assert.Equal(row, read with { Attempts = row.Attempts, Touches = row.Touches }); // a record compares lists by reference
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_cost_that_is_no_number_is_absent(double cost) =>
        Assert.Null(RequestRow.From(Some.Row() with { ExpectedCost = cost }).ExpectedCost);
}
