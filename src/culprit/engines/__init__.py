"""Where the data already live: the shortlist made inside a warehouse, over its raw OMOP tables, so that only its rows travel.

One expression for every engine: `cdm_view` turns OMOP tables into the few canonical columns that the shortlist asks for,
`screen.shortlist` is the shortlist itself. What codes and units mean comes out of a `codebook`, written by the intake.
"""
