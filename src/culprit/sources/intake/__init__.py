"""From a source's letters to what they mean: dates, numbers, units, codes and words, understood once for every format."""
