"""The processes of this machine that execute and render side by side, and the work that is given to them."""
