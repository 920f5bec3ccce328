using CsCheck;
using Warmpath.Storage.Secrets;

namespace Warmpath.Storage.Tests.Secrets;

public class MasterKeyTests
{
    private readonly MasterKey _key = MasterKey.Create();

    [Fact]
    public void What_was_sealed_opens_with_that_key_alone_and_only_unchanged() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Int[0, 1000]).Sample((plain, position) =>
        {
            var box = _key.Seal(plain);
            Assert.Equal(plain, _key.Unseal(box));
            Assert.False(MasterKey.Create().Opens(box));
            box[position % box.Length] ^= 1;
            Assert.False(_key.Opens(box));
        });

    [Fact]
    public void A_cut_or_missing_box_does_not_open()
    {
        Assert.False(_key.Opens(_key.Seal([]).AsSpan(1)));
        Assert.False(_key.Opens(null));
    }

    [Fact]
    public void A_key_is_read_as_it_is_written()
    {
        Assert.True(MasterKey.TryParse($" {_key.ToBase64()}\n", out var read));
        Assert.True(read.Opens(_key.Seal([1])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")] // 31 bytes
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // 33 bytes
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // 48 bytes
    public void Anything_but_32_bytes_in_base64_is_no_key(string text) => Assert.False(MasterKey.TryParse(text, out _));
}
