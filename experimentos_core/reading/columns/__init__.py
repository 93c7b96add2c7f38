"""What each column and each label means, going by names and by what numbers can be."""
