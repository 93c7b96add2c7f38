"""Small widgets that know no session and no panel."""
