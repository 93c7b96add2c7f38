"""What every statistical method of the product does over and over: errors, power, coverage.

`plan` says over which grid, one module a family measures it, `verdict` calls a figure off or not,
`page` and `reading` write docs/calibration.md.
"""
