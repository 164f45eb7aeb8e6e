"""What the desk asks of evidence and of an article before somebody signs: judged on loaded objects, asking nothing.

``evidence`` judges one claim, ``gate`` one article; both answer in words that stand beside the button.
"""
