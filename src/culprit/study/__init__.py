"""A protocol with its cohort, tables and figures: what a centre's retrospective study is made of."""
