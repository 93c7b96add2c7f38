"""What every room stands on: names, thresholds, errors, files, numbers in words."""
