import TenorCommands

tenorMain()
