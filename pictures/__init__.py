"""Every picture in the guides and in the picker of cards, taken of the demo by ``make pictures``:
none is made by hand, so all can be made anew when a screen has changed. A tool of developers; it
starts a demo and a browser as the journeys do."""
