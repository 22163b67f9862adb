"""Laboratory files (CSV, TSV, XLSX, SAS transport), long or wide, in the languages and encodings met in the field."""
