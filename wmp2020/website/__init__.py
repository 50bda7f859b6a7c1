"""The building's front: settings, addresses, base templates, design system, sign-in, error pages, commands."""
