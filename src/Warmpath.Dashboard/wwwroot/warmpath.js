// The little that the browser does by itself: the theme, and copying a text. No inline script is allowed on these pages.
(() => {
    const root = document.documentElement;

    function show(theme) {
        root.dataset.theme = theme;
        for (const sheet of document.querySelectorAll('link[data-for]')) {
            sheet.media = theme === 'system' ? `(prefers-color-scheme: ${sheet.dataset.for})` : theme === sheet.dataset.for ? 'all' : 'not all';
        }
        mark();
    }

    let here;

    function mark() {
        const active = document.querySelector('.sidenav .active');
        if (active && active !== here) {
            here = active;
            active.scrollIntoView({ inline: 'center', block: 'nearest' }); // on a phone the navigation is a strip
        }

        for (const button of document.querySelectorAll('[data-set-theme]')) {
            button.setAttribute('aria-pressed', String(button.dataset.setTheme === root.dataset.theme));
        }
    }

    document.addEventListener('click', async event => {
        const theme = event.target.closest('[data-set-theme]')?.dataset.setTheme;
        if (theme) {
            document.cookie = `warmpath-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
            show(theme);
        }

        const copy = event.target.closest('[data-copy]');
        if (copy) {
            const text = document.getElementById(copy.dataset.copy).innerText;
            const said = copy.querySelector('[role=status]');
            try {
                await navigator.clipboard.writeText(text);
                said.textContent = 'Copied';
            } catch {
                getSelection().selectAllChildren(document.getElementById(copy.dataset.copy)); // plain http from another machine
                said.textContent = 'Press Ctrl-C';
            }
            setTimeout(() => { said.textContent = ''; }, 2500);
        }
    });

    mark();
    new MutationObserver(mark).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] });
})();
