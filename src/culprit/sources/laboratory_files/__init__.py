"""Laboratory files (CSV, TSV, XLSX, SAS transport), long or wide, in the languages and encodings met in the field.

Start with `read_laboratory_files` in read.py; a mapping file is read by `read_mapping` in mapping_file.py. Nothing is imported
here, because other formats use the reading of broken lines (lines.py) without the rest.
"""
