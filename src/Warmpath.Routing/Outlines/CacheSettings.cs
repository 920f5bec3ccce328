namespace Warmpath.Routing.Outlines;

/// <summary>Settings of a request, outside of its blocks, that split the provider's cache (providers.md 2.4).</summary>
/// <remarks>Values as they stand in the body, empty when absent or null.</remarks>
internal ref struct CacheSettings
{
    private ReadOnlySpan<byte> _speed;
    private ReadOnlySpan<byte> _toolChoice;
    private ReadOnlySpan<byte> _thinking;
    private ReadOnlySpan<byte> _effort;

    /// <summary>Takes the value that is due when it is one of these.</summary>
    /// <returns>False, and nothing taken, when it is not.</returns>
    public bool TryTake(ref JsonScanner json, JsonText name)
    {
        if (name.Is("speed"u8))
        {
            _speed = Take(ref json);
        }
        else if (name.Is("tool_choice"u8))
        {
            _toolChoice = Take(ref json);
        }
        else if (name.Is("thinking"u8))
        {
            _thinking = Take(ref json);
        }
        else if (name.Is("output_config"u8))
        {
            TakeOutputConfig(ref json);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>Joins a chain behind the tools.</summary>
    public readonly void JoinBeforeSystem(ref PrefixChain chain) =>
        chain.AddSetting(_speed.SequenceEqual("\"standard\""u8) ? default : _speed); // standard is what a request has that names none

    /// <summary>Joins a chain behind the system blocks.</summary>
    /// <param name="images">Whether there is an image anywhere in the messages.</param>
    public readonly void JoinBeforeMessages(ref PrefixChain chain, bool images)
    {
        chain.AddSetting(_toolChoice);
        chain.AddSetting(_thinking);
        chain.AddSetting(_effort);
        chain.AddSetting(images ? "images"u8 : default);
    }

    private void TakeOutputConfig(ref JsonScanner json)
    {
        _effort = default;
        if (!json.EnterObject())
        {
            json.Skip();
            return;
        }

        while (json.NextMember(out var name))
        {
            if (name.Is("effort"u8))
            {
                _effort = Take(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static ReadOnlySpan<byte> Take(scoped ref JsonScanner json)
    {
        var value = json.Take();
        return value.SequenceEqual("null"u8) ? default : value;
    }
}
