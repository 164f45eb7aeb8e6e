"""Write comments and tracked changes into a Word document, in a process that knows nothing of the desk."""
