"""Which findings does a record tell, and at which level? One file for each kind of finding."""
