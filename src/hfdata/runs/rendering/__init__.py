"""An executed notebook → the files of its report: what a process that draws is given and gives back."""
